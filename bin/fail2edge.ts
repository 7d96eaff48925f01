console.log("hi", process.argv.slice(2), __filename)

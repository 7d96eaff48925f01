import fc from 'fast-check';

// What is counted of a run must not hang on what was drawn: set up so by `npm run test:branches`.
fc.configureGlobal({ seed: 20_261_120 });

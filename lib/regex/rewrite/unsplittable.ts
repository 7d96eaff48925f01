/** No form that is exact in JavaScript is known for a part of the expression. */
export class Unsplittable extends Error {
  override readonly name = 'Unsplittable';
}

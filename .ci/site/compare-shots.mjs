// How much two pictures differ: the share of places that an eye could tell apart. Edges of letters are
// drawn a little differently from one release of a browser to the next, and kept pictures have few colours.
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const COLOUR = 0.2;

/** As large as both, what is beyond the picture in a colour that no page has. */
function enlarge(picture, width, height) {
  const larger = new PNG({ width, height });
  for (let i = 0; i < larger.data.length; i += 4) larger.data.set([255, 0, 255, 255], i);
  PNG.bitblt(picture, larger, 0, 0, picture.width, picture.height, 0, 0);
  return larger;
}

/** Two PNGs: the share of places that differ, and a picture that shows them. */
export function compare(expected, seen) {
  const pictures = [expected, seen].map((bytes) => PNG.sync.read(bytes));
  const width = Math.max(...pictures.map((picture) => picture.width));
  const height = Math.max(...pictures.map((picture) => picture.height));
  const [one, other] = pictures.map((picture) => enlarge(picture, width, height).data);
  const difference = new PNG({ width, height });
  const places = pixelmatch(one, other, difference.data, width, height, { threshold: COLOUR });
  return { share: places / (width * height), picture: PNG.sync.write(difference) };
}

// A QR in a picture: of a photo, a scan or a screenshot.
import decodeQR from "qr/decode.js";

// sides are the sizes a picture is looked at in: small ones are quick and have less noise.
const sides = [1200, 2000, 700, 3200];
const patience = 3000; // milliseconds for one look

// readPicture answers the text of the QR in a picture; "" when none is seen.
export async function readPicture(file) {
  const picture = await createImageBitmap(file);
  for (const side of sides) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const drawn = canvas.getContext("2d", { willReadFrequently: true });
    drawn.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const text = decoded(drawn.getImageData(0, 0, canvas.width, canvas.height));
    if (text) {
      return text;
    }
  }
  return "";
}

export function decoded(image) {
  try {
    return decodeQR(image, { effort: 3, timeLimit: patience });
  } catch {
    return ""; // it answers so when it sees none
  }
}

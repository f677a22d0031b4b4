// The quick part of the server's spelling: what pasted Thai most often gets wrong. The server does it all again.
const INVISIBLE = /[\u00ad\u200b\u200c\u2060\ufeff]|\u200d(?!\p{Extended_Pictographic})/gu;

export function tidyText(text) {
  return text
    .normalize("NFC")
    .replace(INVISIBLE, "")
    .replace(/\u0e4d([\u0e48-\u0e4b]*)\u0e32/g, "$1\u0e33")
    .replace(/\u0e40\u0e40/g, "\u0e41")
    .replace(/([\u0e48-\u0e4b])([\u0e31\u0e34-\u0e39\u0e47])/g, "$2$1")
    .replace(/([\u0e48-\u0e4b])[\u0e48-\u0e4b]+/g, "$1");
}

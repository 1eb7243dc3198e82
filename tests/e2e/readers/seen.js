// What a reader shows of one section: its words as they are visible, and which pictures stayed empty.
export async function asSeen(name, page) {
  const pictures = [...page.querySelectorAll("img")];
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => undefined)));
  const empty = pictures.filter((picture) => !picture.naturalWidth).map((picture) => picture.alt);
  return { name, text: page.body.innerText, pictures: pictures.length, empty };
}

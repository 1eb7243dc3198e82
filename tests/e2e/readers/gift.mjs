// Reads GIFT from standard input with a parser made after Moodle's grammar; prints the questions as JSON.
import { readFileSync } from "node:fs";
import { parse } from "gift-pegjs";

process.stdout.write(JSON.stringify(parse(readFileSync(0, "utf8"))));

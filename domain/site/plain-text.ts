/**
 * What a publisher wrote, as one line of text that stays where it is put: without line breaks, control characters, and those that are not
 * seen but change what is (Unicode's category C, with all marks of direction). https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 * @param most characters, of which the last is an ellipsis where something was left out
 */
export function plainText(text: string, most = 500): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  const characters = Array.from(line);
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
}

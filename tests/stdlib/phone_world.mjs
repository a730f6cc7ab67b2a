// Numbers of every country, well and badly written, through the library and through libphonenumber-js: both must say the same.
// Usage: node phone_world.mjs FOLDER_OF_NODE_MODULES PHONE_LINES_PROGRAM
import {execFileSync} from 'node:child_process';
import {createRequire} from 'node:module';

const [folder, program] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const {PhoneNumber} = require('libphonenumber-js/core');
const {parsePhoneNumberFromString, getCountries, getCountryCallingCode} = require('libphonenumber-js/max');
const metadata = require('libphonenumber-js/metadata.max.json');
const examples = require('libphonenumber-js/mobile/examples');

let seed = 20260917;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 4294967296) * n);
};

/** A text that the pattern matches, from the subset of expressions that the metadata is written in. */
function textOf(pattern) {
  let at = 0;
  function alternatives() {
    const found = [sequence()];
    while (pattern[at] === '|') {
      at++;
      found.push(sequence());
    }
    return () => found[random(found.length)]();
  }
  function sequence() {
    const parts = [];
    while (at < pattern.length && !'|)'.includes(pattern[at])) {
      const part = atom();
      let low = 1, high = 1;
      if (pattern[at] === '?') {
        at++;
        low = 0;
      } else if (pattern[at] === '{') {
        const end = pattern.indexOf('}', at);
        const numbers = pattern.slice(at + 1, end).split(',').map(Number);
        [low, high] = [numbers[0], numbers.at(-1)];
        at = end + 1;
      }
      parts.push(() => Array.from({length: low + random(high - low + 1)}, part).join(''));
    }
    return () => parts.map((part) => part()).join('');
  }
  function atom() {
    if (pattern[at] === '(') {
      at += pattern.startsWith('(?:', at) ? 3 : 1;
      const inner = alternatives();
      at++;
      return inner;
    }
    if (pattern[at] === '[') {
      const end = pattern.indexOf(']', at);
      const members = [];
      const text = pattern.slice(at + 1, end).replaceAll('\\d', '0-9');
      for (let i = 0; i < text.length; i++) {
        if (text[i + 1] === '-') {
          for (let c = +text[i]; c <= +text[i + 2]; c++) members.push(c);
          i += 2;
        } else members.push(text[i]);
      }
      at = end + 1;
      return () => String(members[random(members.length)]);
    }
    if (pattern[at] === '\\') {
      at += 2;
      return () => String(random(10));
    }
    const c = pattern[at++];
    return () => c;
  }
  return alternatives()();
}

const cases = [];
for (const country of getCountries()) {
  const plan = metadata.countries[country];
  const code = getCountryCallingCode(country);
  const patterns = [plan[2], ...(plan[11] ?? []).filter((t) => t && t[0]).map((t) => t[0])];
  for (const pattern of patterns) {
    for (let i = 0; i < 3; i++) {
      const number = textOf(pattern);
      const changed = number.slice(0, -1) + (random(2) ? '' : String(random(100)));
      cases.push([country, `+${code}${number}`], [country, `+${code} ${number.slice(0, 3)}-${number.slice(3)}`]);
      cases.push([country, number], [country, (plan[5] ?? '') + number], [country, `+${code}${changed}`], [country, changed]);
      if (plan[5] && !/[|(]/.test(plan[5])) cases.push([country, `+${code} ${plan[5]}${number}`]);
      cases.push(['US', `011 ${code} ${number}`], ['DE', `00${code}${number}`], [country, `${number} ext. ${1 + random(999)}`]);
    }
  }
  if (examples[country]) cases.push([country, examples[country]], ['FR', `+${code}${examples[country]}`]);
}
const usable = cases.filter(([, number]) => number.replace(/\D/g, '').length > 3);
const ours = execFileSync(program, {input: usable.map((c) => c.join('\t')).join('\n') + '\n', maxBuffer: 1 << 26}).toString().split('\n');

let same = 0, ourMore = 0;
const different = [];
usable.forEach(([country, number], i) => {
  const parsed = parsePhoneNumberFromString(number, country);
  const theirs = parsed?.isValid() ? parsed.number : '-';
  if (theirs === ours[i]) same++;
  else if (theirs === '-') {
    // We take some that it does not: then what we give must be a number of some plan as it stands.
    const codes = [1, 2, 3].map((n) => ours[i].slice(1, 1 + n)).filter((code) => metadata.country_calling_codes[code]);
    const number = codes.length > 0 && ours[i].slice(1 + codes[0].length);
    if (number && metadata.country_calling_codes[codes[0]].some((c) => new PhoneNumber(c, number, metadata).isValid())) ourMore++;
    else different.push([country, number, ours[i], theirs]);
  } else different.push([country, number, ours[i], theirs]);
});
for (const line of different.slice(0, 40)) console.log(line.join('\t'));
console.log(`${usable.length} numbers of ${getCountries().length} countries: ${same} the same, ${ourMore} read by us only, ${different.length} different`);
process.exit(different.length === 0 && ourMore < usable.length / 20 ? 0 : 1);

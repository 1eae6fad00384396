// Text whose contrast with its ground is below WCAG AA: 4.5, or 3 for large text. Runs in the page.
export function contrastFailures(page) {
  return page.evaluate(() => {
    const parse = (colour) => {
      const numbers = colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
      if (colour.startsWith("color(srgb")) {
        const [r, g, b, a = 1] = numbers;
        return [r * 255, g * 255, b * 255, a];
      }
      const [r, g, b, a = 1] = numbers;
      return [r, g, b, a];
    };
    const over = ([r, g, b, a], under) => [
      r * a + under[0] * (1 - a),
      g * a + under[1] * (1 - a),
      b * a + under[2] * (1 - a),
      1,
    ];
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const groundOf = (element) => {
      const layers = [];
      for (let one = element; one; one = one.parentElement) {
        const colour = parse(getComputedStyle(one).backgroundColor);
        if (colour[3] > 0) layers.push(colour);
        if (colour[3] === 1) break;
      }
      return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
    };
    const failures = [];
    for (const element of document.querySelectorAll("body *")) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!own || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
      if (element.closest("[disabled], .is-disabled, .visually-hidden")) continue; // inactive controls are exempt
      const style = getComputedStyle(element);
      const ground = groundOf(element);
      const [one, other] = [light(over(parse(style.color), ground)), light(ground)].sort((a, b) => b - a);
      const ratio = (one + 0.05) / (other + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5))
        failures.push(`${ratio.toFixed(2)} ${element.className}: ${element.textContent.trim().slice(0, 20)}`);
    }
    return failures;
  });
}

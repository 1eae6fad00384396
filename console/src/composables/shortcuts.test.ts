import { describe, expect, it } from 'vitest'
import { comboOf } from './shortcuts'

const press = (init: KeyboardEventInit & { keyCode?: number }) => new KeyboardEvent('keydown', init)

describe('a shortcut', () => {
  it.each([
    [{ code: 'KeyN', key: 'n', altKey: true }, 'alt+n'],
    [{ code: 'KeyN', key: '˜', altKey: true }, 'alt+n'],
    [{ code: 'Enter', key: 'Enter', ctrlKey: true }, 'ctrl+enter'],
    [{ code: 'Enter', key: 'Enter', altKey: true }, 'alt+enter'],
    [{ code: 'Slash', key: '?', shiftKey: true }, '?'],
    [{ code: 'KeyN', key: 'n' }, undefined],
    [{ code: 'KeyN', key: 'n', altKey: true, ctrlKey: true }, undefined],
  ])('%o is %s', (init, combo) => expect(comboOf(press(init))).toBe(combo))

  it('is not heard while an input method composes', () => {
    expect(comboOf(press({ code: 'Enter', key: 'Enter', ctrlKey: true, isComposing: true }))).toBeUndefined()
    expect(comboOf(press({ code: 'Enter', key: 'Process', ctrlKey: true, keyCode: 229 }))).toBeUndefined()
  })

  it('of one bare character is not heard in a field', () => {
    const field = document.createElement('textarea')
    document.body.append(field)
    let combo: string | undefined = 'none'
    field.addEventListener('keydown', (event) => (combo = comboOf(event)))
    field.dispatchEvent(press({ code: 'Slash', key: '?', shiftKey: true }))
    expect(combo).toBeUndefined()
  })
})

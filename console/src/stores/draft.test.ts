import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { bodyOf, emptyDraft, ticketOf } from './draft'

const labels = { when: '时间', why: '起因', what: '经过' }

describe('a draft’s text', () => {
  it('is the citizen’s words alone when nothing else was written', () => {
    expect(bodyOf({ ...emptyDraft(), course: ' 路灯不亮 ' }, labels)).toBe('路灯不亮')
  })
  it('has a heading for each part that was written', () => {
    expect(bodyOf({ ...emptyDraft(), happened: '昨晚', course: '路灯不亮' }, labels)).toBe(
      '【时间】昨晚\n【经过】路灯不亮',
    )
  })
})

describe('a draft as a request', () => {
  it('keeps the name of an anonymous caller to itself', () => {
    const ticket = ticketOf(
      { ...emptyDraft(), title: ' 投诉 ', anonymous: true, name: '李女士', address: '某处', phone: '139' },
      labels,
    )
    expect(ticket.caller).toEqual({ type: 'person', phone: '139', anonymous: true, confidential: false })
    expect(ticket.title).toBe('投诉')
  })
  it('says what is missing only when it is to wait for a supplement', () => {
    expect(ticketOf({ ...emptyDraft(), missing: '地点' }, labels)).not.toHaveProperty('missing')
    expect(ticketOf({ ...emptyDraft(), missing: '地点', incomplete: true }, labels).missing).toBe('地点')
  })
})

describe('what few tickets need', () => {
  it('is left out when nothing of it was said', () => {
    const ticket = ticketOf({ ...emptyDraft(), tags: ' ， ' }, labels)
    for (const name of ['origin', 'tags', 'external_due_at', 'complex'])
      expect(ticket).not.toHaveProperty(name)
    expect(ticket.caller?.type).toBe('person')
  })
  it('is sent as the server takes it: codes once, the deadline in the city’s time', () => {
    const draft = {
      ...emptyDraft(),
      enterprise: true,
      origin: 'superior' as const,
      tags: 'zx-2026, qnqy，zx-2026  dc',
      external_due: '2026-03-13T12:00',
      complex: true,
    }
    expect(ticketOf(draft, labels)).toMatchObject({
      origin: 'superior',
      tags: ['zx-2026', 'qnqy', 'dc'],
      external_due_at: '2026-03-13T12:00:00+08:00',
      complex: true,
      caller: { type: 'enterprise' },
    })
  })
})

describe('the draft of a tab', () => {
  beforeEach(() => {
    sessionStorage.clear()
    vi.resetModules()
  })

  async function freshTab() {
    setActivePinia(createPinia())
    const { useDraft } = await import('./draft')
    return useDraft()
  }

  it('comes back after a reload with its text and its key', async () => {
    const before = await freshTab()
    before.draft.title = '路灯不亮'
    const { key } = before.draft
    await nextTick()
    const after = await freshTab()
    expect(after.draft.title).toBe('路灯不亮')
    expect(after.draft.key).toBe(key)
  })

  it('starts anew after it was sent', async () => {
    const store = await freshTab()
    store.draft.title = '路灯不亮'
    const { key } = store.draft
    store.clear()
    expect(store.draft.title).toBe('')
    expect(store.draft.key).not.toBe(key)
  })

  it('survives a broken memory', async () => {
    sessionStorage.setItem('hotline.draft', '{broken')
    expect((await freshTab()).draft.title).toBe('')
  })
})

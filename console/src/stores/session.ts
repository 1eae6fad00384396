// Who is signed in. The token lives in memory and in this tab's sessionStorage, never in localStorage:
// a shared counter computer must forget it with the tab.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { makeClient } from '../api/client'
import type { Me } from '../api/types'
import type { Role } from '../api/values'

const storageKey = 'hotline.token'
let token = sessionStorage.getItem(storageKey) ?? ''
let onUnauthorized = () => {}

export const api = makeClient({
  base: '/api/v1',
  token: () => token,
  onUnauthorized: () => onUnauthorized(),
})

const startPages: Record<Role, string> = {
  agent: '/desk/new',
  dispatcher: '/desk',
  visitor: '/desk',
  unit: '/inbox',
  supervisor: '/overview',
  leader: '/duty',
  admin: '/overview',
}

export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const expired = ref(false)
  const startPage = computed(() => (me.value ? (startPages[me.value.role] ?? '/desk') : '/sign-in'))

  async function signIn(newToken: string): Promise<void> {
    const before = token
    token = newToken.trim()
    try {
      me.value = await api.me()
    } catch (error) {
      token = before
      throw error
    }
    expired.value = false
    sessionStorage.setItem(storageKey, token)
  }

  // A reload of the tab: the token is still there, who it speaks for must be asked again.
  async function resume(): Promise<boolean> {
    if (me.value) return true
    if (!token) return false
    me.value = await api.me()
    return true
  }

  function signOut(): void {
    token = ''
    me.value = null
    sessionStorage.clear() // drafts hold callers' data
  }

  onUnauthorized = () => {
    if (me.value) expired.value = true
    token = ''
    sessionStorage.removeItem(storageKey) // the draft stays: the agent signs in again and goes on
    me.value = null
  }

  return { me, expired, startPage, signIn, resume, signOut, token: () => token }
})

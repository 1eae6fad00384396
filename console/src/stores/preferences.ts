// Language and theme: the only things kept between visits.
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { setLanguage, type Language } from '../i18n'

const languageKey = 'hotline.language'
const themeKey = 'hotline.theme'

export const usePreferences = defineStore('preferences', () => {
  const language = ref<Language>(localStorage.getItem(languageKey) === 'en' ? 'en' : 'zh')
  const saved = localStorage.getItem(themeKey)
  const systemDark = window.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false
  const dark = ref(saved ? saved === 'dark' : systemDark)

  watch(language, (next) => {
    localStorage.setItem(languageKey, next)
    void setLanguage(next)
  })
  watch(dark, (next) => {
    localStorage.setItem(themeKey, next ? 'dark' : 'light')
    document.documentElement.classList.toggle('dark', next)
  })

  async function apply(): Promise<void> {
    document.documentElement.classList.toggle('dark', dark.value)
    await setLanguage(language.value)
  }

  return { language, dark, apply }
})

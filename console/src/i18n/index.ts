// Chinese is the first language and in the first load; English is fetched when it is asked for.
import { createI18n } from 'vue-i18n'
import type { Same } from './en_values'
import { zh } from './zh'

export type Language = 'zh' | 'en'
type Messages = Same<typeof zh>

export const i18n = createI18n<[Messages], Language, false>({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh } as unknown as Record<Language, Messages>,
})

export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18n.global.availableLocales.includes('en')) {
    const { en } = await import('./en')
    i18n.global.setLocaleMessage('en', en)
  }
  i18n.global.locale.value = language
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = i18n.global.t('app.name')
}

import { createPinia } from 'pinia'
import { createApp } from 'vue'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import './styles/base.css'
import App from './App.vue'
import { i18n } from './i18n'
import { router } from './router'
import { usePreferences } from './stores/preferences'

const app = createApp(App).use(createPinia()).use(i18n).use(router)
void Promise.all([usePreferences().apply(), router.isReady()]).then(() => app.mount('#app'))

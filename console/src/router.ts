// Pages are fetched when they are visited. Hash history: the server needs no rule for unknown paths.
import { createRouter, createWebHashHistory } from 'vue-router'
import { useSession } from './stores/session'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./pages/SignIn.vue'),
      meta: { open: true },
    },
    { path: '/', redirect: () => useSession().startPage },
    {
      path: '/desk',
      component: () => import('./pages/AgentDesk.vue'),
      children: [
        { path: '', name: 'desk', component: () => import('./parts/ticket/NothingOpen.vue') },
        { path: 'new', name: 'new-ticket', component: () => import('./pages/NewTicket.vue') },
        { path: ':number(\\d+)', name: 'desk-ticket', component: () => import('./pages/TicketPage.vue') },
      ],
    },
    {
      path: '/inbox',
      component: () => import('./pages/UnitInbox.vue'),
      children: [
        { path: '', name: 'inbox', component: () => import('./parts/ticket/NothingOpen.vue') },
        { path: ':number(\\d+)', name: 'inbox-ticket', component: () => import('./pages/TicketPage.vue') },
      ],
    },
    { path: '/duty', name: 'duty', component: () => import('./pages/DutyRoster.vue') },
    { path: '/overview', name: 'overview', component: () => import('./pages/CityOverview.vue') },
    { path: '/:rest(.*)*', name: 'lost', component: () => import('./pages/NotFound.vue') },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const session = useSession()
  try {
    if (await session.resume()) return true
  } catch {
    // Not reachable or not valid: the sign-in page says which.
  }
  return { name: 'sign-in', query: { to: to.fullPath } }
})

// The city pack as the console needs it: names of units, districts and catalogue items.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { City } from '../api/types'
import { api } from './session'

export const useCity = defineStore('city', () => {
  const city = ref<City>({ name: '', version: '', units: [], districts: [], catalogue: [] })
  const names = (rows: { code: string; name: string }[]) => new Map(rows.map((row) => [row.code, row.name]))
  const units = computed(() => names(city.value.units))
  const districts = computed(() => names(city.value.districts))
  const items = computed(() => names(city.value.catalogue))

  // Only units that can handle a ticket: the hotline itself is not one.
  const handlingUnits = computed(() => city.value.units.filter((unit) => unit.kind !== 'hotline'))

  // On a duty table the hotline's own name would stand in every line.
  const guestUnitName = (slot: { unit: string; unit_name: string }) =>
    city.value.units.find((unit) => unit.code === slot.unit)?.kind === 'hotline' ? '' : slot.unit_name

  async function load(): Promise<void> {
    city.value = await api.city()
  }

  const unitName = (code: string) => units.value.get(code) ?? code
  const districtName = (code: string) => districts.value.get(code) ?? code
  const itemName = (code: string) => items.value.get(code) ?? code

  return { city, handlingUnits, load, guestUnitName, unitName, districtName, itemName }
})

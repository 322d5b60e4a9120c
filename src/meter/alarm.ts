/** What is used of an object's storage: https://developers.cloudflare.com/durable-objects/api/alarms/ */
export interface AlarmStorage {
  getAlarm(): Promise<number | null>
  setAlarm(at: number): Promise<void>
}

/** The one alarm of an object. Storage knows when it rings too, but asking it would be one more wait a request. */
export class Alarm {
  readonly #storage: AlarmStorage
  /** Epoch ms; null where none stands. */
  #at: number | null = null
  #rings = false

  constructor(storage: AlarmStorage) {
    this.#storage = storage
  }

  /** To be called once, before anything else. */
  async load(): Promise<void> {
    this.#at = await this.#storage.getAlarm()
  }

  get stands(): boolean {
    return this.#at !== null
  }

  /** Sets it unless it rings no later than this (epoch ms). While it rings, its own end sets the next one. */
  async setBy(at: number): Promise<void> {
    if (this.#rings || (this.#at !== null && this.#at <= at)) return
    this.#at = at
    try {
      await this.#storage.setAlarm(at)
    } catch (error) {
      this.#at = null
      throw error
    }
  }

  /** Runs what it rang for, which must not throw. */
  async ring(work: () => Promise<void>): Promise<void> {
    this.#at = null
    this.#rings = true
    await work()
    this.#rings = false
  }
}

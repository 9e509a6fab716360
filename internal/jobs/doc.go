// Package jobs is work to be done later: messages to other systems, e-mail, and what is
// done again and again.
//
// A job is added in the transaction of the action that wants it (a transactional outbox),
// so it exists exactly when the action happened, and once: the pair of kind and key is
// unique. A runner of `asar work` takes due jobs under a lease with a fence, outside any
// transaction, and tries again with growing pauses. What does not succeed for days, or is
// refused for good, waits at the desk of failed jobs, where an administrator retries or
// stops it.
//
//	waiting ──done──▶ done
//	   │ ▲
//	   │ └──retry── failed ──stop──▶ stopped
//	   └──refused, or 3 days of failures──▶ failed
package jobs

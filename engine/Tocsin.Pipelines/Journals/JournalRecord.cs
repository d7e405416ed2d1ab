namespace Tocsin.Pipelines.Journals;

/// <summary>One record as it was read; the texts of its entry last until the next is read.</summary>
/// <param name="Position">The number of the entry; for a tick that of the entry before it in the file.</param>
/// <param name="Entry">Null for a tick.</param>
/// <param name="Tick">Null for an entry.</param>
internal readonly record struct JournalRecord(long Position, JournalEntry? Entry, JournalTick? Tick);

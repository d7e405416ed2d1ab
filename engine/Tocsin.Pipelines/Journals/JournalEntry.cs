using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Pipelines.Journals;

/// <summary>Lines that were read into one batch, with all that it takes to read them again.</summary>
/// <param name="Now">The time of lines that have none, in nanoseconds since 1970.</param>
/// <param name="Texts">Line protocol; what is not closed in one cannot swallow the next.</param>
internal sealed record JournalEntry(string Database, string RetentionPolicy, Precision Precision, long Now, IReadOnlyList<ReadOnlyMemory<byte>> Texts);

using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>How much is taken in. What has the default 0 follows from the memory there is.</summary>
public sealed record LimitsOptions : ICheckedOptions
{
    private const long MemoryOfSeries = 4096;
    private const int SeriesAtMost = 2_000_000;
    private const int SeriesAtLeast = 10_000;
    private const long InFlightAtMost = 1024L * 1024 * 1024;
    private const long InFlightAtLeast = 16 * 1024 * 1024;
    private const long AnswersAtMost = 4L * 1024 * 1024 * 1024;
    private const long AnswersAtLeast = 32 * 1024 * 1024;
    private const int MemoryOfCharacter = 1024;
    private const int TextAtMost = 1024 * 1024;
    private const int TextAtLeast = 64 * 1024;
    private const long BodyAtMost = 128 * 1024 * 1024;
    private const int PartForSources = 1024;
    private const int SourcesAtMost = 16 * 1024 * 1024;
    private const int SourcesAtLeast = 1024 * 1024;
    private const int TextsInPost = 4;
    private const int MemoryOfThread = 2 * 1024 * 1024;
    private const int ThreadsAtMost = 4000;
    private const int ThreadsAtLeast = 64;

    /// <summary>The body of one write, in bytes and unpacked. Default: a quarter of <see cref="BytesInFlight"/>, at most 128 MiB.</summary>
    public long BodyBytes { get; init; }

    /// <summary>The body of a request that defines or changes something, in bytes. Default 4 MiB.</summary>
    public int DefinitionBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>One script of a task or template, in characters. Default 1,000,000.</summary>
    public int ScriptLength { get; init; } = 1_000_000;

    /// <summary>Nodes of one task or template. Default 10,000.</summary>
    public int Nodes { get; init; } = 10_000;

    /// <summary>The body of a request to a source whose definition sets no <c>limits.bytes</c>, in bytes and unpacked. Default: a part of 1024 of the memory, 1 MiB to 16 MiB.</summary>
    public int SourceBytes { get; init; }

    /// <summary>Bodies and answers of all requests at once, in bytes. Default: an eighth of the memory, 16 MiB to 1 GiB.</summary>
    public long BytesInFlight { get; init; }

    /// <summary>Bytes a second that whoever asked must take of an answer; slower connections are closed. 0 waits for ever. Default 4096.</summary>
    public int SlowestReader { get; init; } = 4096;

    /// <summary>Series known at once, counted over all databases. Default: one for each 4 KiB of memory, 10,000 to 2,000,000.</summary>
    public int Series { get; init; }

    /// <summary>What answers to the queries of batch tasks take until they have been worked through, all at once, in bytes. Default: a quarter of the memory, 32 MiB to 4 GiB.</summary>
    public long AnswerBytes { get; init; }

    /// <summary>Threads that all share, while code of scripts or plugins blocks them. Default: one for each 2 MiB of memory, 64 to 4000.</summary>
    public int Threads { get; init; }

    /// <summary>Connections that one listener of <c>graphite</c> or <c>opentsdb</c> keeps open; more are closed at once. Default 1000.</summary>
    public int Connections { get; init; } = 1000;

    /// <summary>One line that comes to such a listener, in bytes; a longer one ends its connection. Default 64 KiB.</summary>
    public int LineBytes { get; init; } = 64 * 1024;

    /// <summary>One text of an alert, such as its message or details, in characters; a longer one is replaced by the default text. Default: one for each 1 KiB of memory, 64 Ki to 1 Mi.</summary>
    public int TextLength { get; init; }

    /// <summary>The body that the template of a <c>post</c> handler makes, in characters; a longer one is refused. Default: four times <see cref="TextLength"/>.</summary>
    public int PostLength { get; init; }

    /// <summary>The work of all texts of one write for one task, in steps of their templates: a step is a part of the template, or 64 characters of text. Default 20,000,000.</summary>
    public long TextSteps { get; init; } = 20_000_000;

    public IEnumerable<OptionProblem> Check()
    {
        if (TextLength < 0)
            yield return new OptionProblem("text-length", "must not be negative; 0 derives it from the available memory");
        if (PostLength < 0)
            yield return new OptionProblem("post-length", "must not be negative; 0 derives it from text-length");
        if (Threads < 0)
            yield return new OptionProblem("threads", "must not be negative; 0 derives it from the available memory");
        if (Nodes <= 0)
            yield return new OptionProblem("nodes", "must be above 0");
        if (SourceBytes < 0)
            yield return new OptionProblem("source-bytes", "must not be negative; 0 derives it from the available memory");
        if (TextSteps <= 0)
            yield return new OptionProblem("text-steps", "must be above 0");
        if (Connections <= 0)
            yield return new OptionProblem("connections", "must be above 0");
        if (LineBytes <= 0)
            yield return new OptionProblem("line-bytes", "must be above 0");
        if (BodyBytes < 0)
            yield return new OptionProblem("body-bytes", "must not be negative; 0 derives it from the available memory");
        if (DefinitionBytes <= 0)
            yield return new OptionProblem("definition-bytes", "must be above 0");
        if (ScriptLength <= 0)
            yield return new OptionProblem("script-length", "must be above 0");
        if (BytesInFlight < 0)
            yield return new OptionProblem("bytes-in-flight", "must not be negative; 0 derives it from the available memory");
        if (SlowestReader < 0)
            yield return new OptionProblem("slowest-reader", "must not be negative; 0 waits forever");
        if (AnswerBytes < 0)
            yield return new OptionProblem("answer-bytes", "must not be negative; 0 derives it from the available memory");
        if (Series < 0)
            yield return new OptionProblem("series", "must not be negative; 0 derives it from the available memory");
    }

    /// <summary>The same with a number for everything.</summary>
    /// <param name="memory">The memory that the process may use, in bytes.</param>
    public LimitsOptions For(long memory)
    {
        var text = TextLength > 0 ? TextLength : (int)Math.Clamp(memory / MemoryOfCharacter, TextAtLeast, TextAtMost);
        var inFlight = BytesInFlight > 0 ? BytesInFlight : Math.Clamp(memory / 8, InFlightAtLeast, InFlightAtMost);
        return this with
        {
            BytesInFlight = inFlight,
            BodyBytes = Math.Min(BodyBytes > 0 ? BodyBytes : Math.Min(inFlight / 4, BodyAtMost), Array.MaxLength),
            AnswerBytes = AnswerBytes > 0 ? AnswerBytes : Math.Clamp(memory / 4, AnswersAtLeast, AnswersAtMost),
            SourceBytes = SourceBytes > 0 ? SourceBytes : (int)Math.Clamp(memory / PartForSources, SourcesAtLeast, SourcesAtMost),
            Threads = Threads > 0 ? Threads : (int)Math.Clamp(memory / MemoryOfThread, ThreadsAtLeast, ThreadsAtMost),
            TextLength = text,
            PostLength = PostLength > 0 ? PostLength : (int)Math.Min((long)text * TextsInPost, Array.MaxLength),
            Series = Series > 0 ? Series : (int)Math.Clamp(memory / MemoryOfSeries, SeriesAtLeast, SeriesAtMost),
        };
    }
}

using Tocsin.Sdk;

namespace Tocsin.Alerting.Foreign;

/// <summary>
/// Lines that code of others writes to the server's log: without secrets, cut to a length, and only so many a minute. How many were left out
/// is said with the next that is not. Safe for any thread.
/// </summary>
/// <param name="secrets">What no line may show.</param>
public sealed class LimitedLog(SecretTexts secrets, TimeProvider time)
{
    /// <summary>Characters of one line.</summary>
    public const int LongestLine = 4096;

    /// <summary>Lines of one minute.</summary>
    public const int MostLines = 1000;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _begin = time.GetTimestamp();
    private int _lines;
    private long _dropped;

    /// <summary>Writes a line, or counts it.</summary>
    /// <param name="log">Takes what is to be logged.</param>
    public void Write(string? line, Action<string> log)
    {
        long dropped;
        bool isLast;
        lock (_gate)
        {
            if (time.GetElapsedTime(_begin) >= Span)
                (_begin, _lines) = (time.GetTimestamp(), 0);
            if (_lines == MostLines)
            {
                _dropped++;
                return;
            }

            isLast = ++_lines == MostLines;
            (dropped, _dropped) = (_dropped, 0);
        }

        if (dropped > 0)
            log($"{dropped} lines were left out: {MostLines} a minute are logged");
        log(ShownText.Of(line, secrets, LongestLine));
        if (isLast)
            log($"reached {MostLines} lines in a minute: further lines are dropped and counted");
    }
}

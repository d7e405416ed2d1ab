using System.Text;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>Reads what a process writes to its standard error, for the log and for the message of its end. Long lines are cut, however long they are.</summary>
internal sealed class StandardErrorLines
{
    private const int LongestLine = 1000;
    private const int KeptLines = 5;

    private readonly Queue<string> _last = new();
    private readonly Action<string> _log;
    private readonly Task _reading;

    /// <param name="log">Takes each line.</param>
    public StandardErrorLines(TextReader reader, Action<string> log)
    {
        _log = log;
        _reading = ReadAsync(reader);
    }

    /// <summary>The last lines, in their order.</summary>
    public IReadOnlyList<string> Last
    {
        get
        {
            lock (_last)
                return [.. _last];
        }
    }

    /// <summary>Ends when all is read, or when it takes too long, as it does when a child of the process goes on.</summary>
    public Task WhenReadAsync(TimeSpan patience) => Task.WhenAny(_reading, Task.Delay(patience, TimeProvider.System));

    private async Task ReadAsync(TextReader reader)
    {
        var line = new StringBuilder();
        var block = new char[4096];
        try
        {
            while (await reader.ReadAsync(block).ConfigureAwait(false) is > 0 and var count)
                Take(block.AsSpan(0, count), line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is gone, though a child of it may go on.
        }

        Add(line);
    }

    private void Take(ReadOnlySpan<char> text, StringBuilder line)
    {
        foreach (var character in text)
        {
            if (character is '\n')
                Add(line);
            else if (line.Length < LongestLine)
                line.Append(char.IsControl(character) ? ' ' : character);
            else if (line.Length == LongestLine)
                line.Append('…');
        }
    }

    private void Add(StringBuilder line)
    {
        var text = line.ToString().TrimEnd();
        line.Clear();
        if (text.Length == 0)
            return;

        lock (_last)
        {
            _last.Enqueue(text);
            if (_last.Count > KeptLines)
                _last.Dequeue();
        }

        _log(text);
    }
}

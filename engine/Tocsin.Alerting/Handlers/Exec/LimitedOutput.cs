using System.Text;

namespace Tocsin.Alerting.Handlers.Exec;

/// <summary>The beginning of what a program writes. The rest is read too, as the program would wait, and forgotten.</summary>
/// <param name="most">How many characters are kept, and one more that shows that there were.</param>
internal sealed class LimitedOutput(int most)
{
    private readonly StringBuilder _text = new();

    /// <summary>Reads to the end, or until the reader is disposed of.</summary>
    public async Task ReadAsync(TextReader reader)
    {
        var block = new char[4096];
        try
        {
            while (await reader.ReadAsync(block).ConfigureAwait(false) is > 0 and var count)
                Add(block.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody wants to know more.
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_text)
            return _text.ToString();
    }

    private void Add(ReadOnlySpan<char> text)
    {
        lock (_text)
        {
            if (_text.Length <= most)
                _text.Append(text[..Math.Min(text.Length, most + 1 - _text.Length)]);
        }
    }
}

namespace Tocsin.Dsl.Text;

/// <summary>Text that grows inside a buffer its owner has made large enough.</summary>
internal ref struct SpanText(Span<char> buffer)
{
    private readonly Span<char> _buffer = buffer;

    public int Length { get; private set; }

    public void Add(char value) => _buffer[Length++] = value;

    public void Add(scoped ReadOnlySpan<char> value)
    {
        value.CopyTo(_buffer[Length..]);
        Length += value.Length;
    }

    public void Fill(char value, int count)
    {
        _buffer.Slice(Length, count).Fill(value);
        Length += count;
    }
}

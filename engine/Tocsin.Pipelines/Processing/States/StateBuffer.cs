using System.Buffers.Binary;
using System.Text;

namespace Tocsin.Pipelines.Processing.States;

/// <summary>Bytes that are written one after the other; small numbers take few.</summary>
internal sealed class StateBuffer
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void WriteByte(byte value) => Room(1)[0] = value;

    /// <summary>A number that is not negative, in one to ten bytes.</summary>
    public void WriteCount(ulong value)
    {
        var room = Room(10);
        var length = 0;
        while (value >= 0x80)
        {
            room[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[length++] = (byte)value;
        Length += length - 10;
    }

    public void WriteFixed(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    public void WriteLength(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    public void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteCount((ulong)length);
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    /// <summary>Writes over a length that was written before.</summary>
    public void SetLength(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), value);

    /// <summary>Takes back what was written from a place on.</summary>
    public void CutOff(int at) => Length = at;

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)Length + count)));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}

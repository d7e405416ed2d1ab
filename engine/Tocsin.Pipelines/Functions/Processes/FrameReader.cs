using Google.Protobuf;
using Tocsin.Pipelines.Functions.Processes.Wire;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>Reads messages of a function, each behind its length. A length that cannot be meant is an end, before any memory is taken for it.</summary>
internal sealed class FrameReader(FunctionChannel channel, int longest)
{
    private const int MostLengthBytes = 5;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>Bytes of the message that was read last.</summary>
    public int Length { get; private set; }

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="FunctionEndedException">What comes isn't the protocol.</exception>
    public async ValueTask<Response?> ReadAsync()
    {
        int headLength;
        while (!TryReadLength(out headLength))
        {
            var isBetween = _start == _end;
            if (await FillAsync().ConfigureAwait(false))
                continue;
            return isBetween ? null : throw CutOff();
        }

        var whole = headLength + Length;
        while (_end - _start < whole)
        {
            MakeRoom(whole);
            if (!await FillAsync().ConfigureAwait(false))
                throw CutOff();
        }

        var message = _buffer.AsSpan(_start + headLength, Length);
        _start += whole;
        try
        {
            return Response.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Foreign($"a message of {Length} bytes cannot be read, {e.Message.TrimEnd('.')}");
        }
    }

    private static FunctionEndedException CutOff() => new("its output ends within a message");

    private static FunctionEndedException Foreign(string what) =>
        new($"what it writes isn't the protocol of functions ({what}): does it print to its standard output?");

    private bool TryReadLength(out int headLength)
    {
        long length = 0;
        for (headLength = 0; headLength < _end - _start; headLength++)
        {
            if (headLength == MostLengthBytes)
                throw Foreign("a length has more than 5 bytes");
            var next = _buffer[_start + headLength];
            length |= (long)(next & 0x7F) << (7 * headLength);
            if ((next & 0x80) != 0)
                continue;

            headLength++;
            if (length > longest)
                throw Foreign($"a message has {length} bytes, more than message-bytes allows, {longest}");
            Length = (int)length;
            return true;
        }

        return false;
    }

    private void MakeRoom(int whole)
    {
        if (_buffer.Length - _start >= whole)
            return;
        var target = whole > _buffer.Length ? new byte[Math.Max(whole, (int)Math.Min(2L * _buffer.Length, Array.MaxLength))] : _buffer;
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, _end - _start);
    }

    private async ValueTask<bool> FillAsync()
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end == _buffer.Length)
            MakeRoom(_end - _start + 1);
        var count = await channel.ReadAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }
}

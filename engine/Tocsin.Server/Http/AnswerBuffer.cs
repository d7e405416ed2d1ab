using System.Buffers;

namespace Tocsin.Server.Http;

/// <summary>
/// An answer while it is written, in rented pieces. All but the first count as memory of requests, as they are needed: an answer for which there
/// is no room ends before it is large.
/// </summary>
internal sealed class AnswerBuffer(HttpContext context) : IBufferWriter<byte>, IDisposable
{
    /// <summary>How long a connection may take is counted for each write, by its length: no more than this is written at once.</summary>
    private const int Piece = 64 * 1024;

    /// <summary>How much of an answer the server of HTTP holds before a write waits.</summary>
    private const int HeldBelow = 64 * 1024;

    private static readonly TimeSpan ReaderMayPause = TimeSpan.FromSeconds(10);

    private readonly RequestMemory _memory = RequestMemory.Of(context);
    private readonly List<(byte[] Bytes, int Length)> _full = [];
    private byte[] _current = RentedBytes.Rent(Piece);
    private int _length;
    private int _heldForCurrent;
    private long _held;

    /// <summary>Bytes written so far.</summary>
    public long Length => _full.Sum(piece => (long)piece.Length) + _length;

    private TimeSpan TimeOfPiece => TimeSpan.FromSeconds(Math.Max(ReaderMayPause.TotalSeconds, (Piece + HeldBelow) / (double)_memory.Limits.SlowestReader));

    public void Advance(int count) => _length += count;

    /// <exception cref="ApiException">Requests and answers under way hold all the memory they may.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_current.Length - _length < Math.Max(sizeHint, 1))
            Turn(Math.Max(sizeHint, Piece));
        return _current.AsMemory(_length);
    }

    /// <inheritdoc cref="GetMemory"/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Sends what was written. A connection that does not take it is closed.</summary>
    public async Task SendAsync()
    {
        Fit();

        // What the system buffered counts for Kestrel as taken, and as time in hand: it would wait many minutes for whoever takes nothing more.
        using var watch = _full.Count > 0 && _memory.Limits.SlowestReader > 0
            ? new Timer(static connection => ((HttpContext)connection!).Abort(), context, Timeout.Infinite, Timeout.Infinite) // It is given here.
            : null;
        foreach (var (bytes, length) in _full.Append((_current, _length)))
        {
            for (var rest = bytes.AsMemory(0, length); !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
            {
                watch?.Change(TimeOfPiece, Timeout.InfiniteTimeSpan);
                await context.Response.Body.WriteAsync(rest[..Math.Min(Piece, rest.Length)], context.RequestAborted).ConfigureAwait(false);
            }
        }
    }

    public void Dispose()
    {
        foreach (var (bytes, _) in _full.Append((_current, 0)))
            RentedBytes.Return(bytes);
        _full.Clear();
        _current = [];
        _memory.GiveBackOfAnswer(_held);
        _held = 0;
    }

    private void Turn(int size)
    {
        Fit();
        _memory.TakeForAnswer(context, size);
        _held += size;
        _full.Add((_current, _length));
        _current = RentedBytes.Rent(size);
        _heldForCurrent = size;
        _length = 0;
    }

    /// <summary>For a long text three times its length is asked for: what it did not need is given back.</summary>
    private void Fit()
    {
        if (_heldForCurrent <= Piece || _length > _heldForCurrent / 2)
            return;
        var fitting = RentedBytes.Rent(Math.Max(_length, 1));
        _current.AsSpan(0, _length).CopyTo(fitting);
        RentedBytes.Return(_current);
        _current = fitting;
        _memory.GiveBackOfAnswer(_heldForCurrent - _length);
        _held -= _heldForCurrent - _length;
        _heldForCurrent = _length;
    }
}

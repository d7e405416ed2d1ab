using System.Buffers;
using System.Threading.Channels;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Intake;

/// <summary>
/// Gathers lines and gives them to the tasks in parts, of which only so many wait. Whoever comes when there is no room is refused or waits.
/// Safe for any number of threads.
/// </summary>
internal sealed class PointBuffer : IAsyncDisposable
{
    private const int MostBytes = 1024 * 1024;

    private readonly BufferOptions _options;
    private readonly LineHandover _handover;
    private readonly Lock _gate = new();
    private readonly Channel<Part> _ready;
    private readonly ITimer _timer;
    private readonly Task _writing;
    private Part _filling = new();
    private Part? _spare;
    private bool _isDue;

    /// <param name="options">Where points go, and how many are gathered.</param>
    /// <param name="precision">The unit of their times.</param>
    /// <param name="services">Takes them.</param>
    /// <param name="counts">Is told what becomes of them.</param>
    public PointBuffer(BufferOptions options, Precision precision, InputServices services, InputCounts counts)
    {
        _options = options;
        _handover = new LineHandover(options.Database, options.RetentionPolicy, precision, services, counts);
        _ready = Channel.CreateBounded<Part>(new BoundedChannelOptions(options.Pending) { SingleReader = true });
        _timer = services.Time.CreateTimer(_ => Due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Adds lines that came together; false, and nothing is added, when there is no room.</summary>
    /// <param name="lines">Line protocol.</param>
    /// <param name="points">How many points they are.</param>
    public bool TryAdd(ReadOnlySpan<byte> lines, int points)
    {
        lock (_gate)
        {
            if (IsFull && !TryHandOver())
                return false;
            var isFirst = _filling.Points == 0;
            _filling.Add(lines, points);
            _isDue |= _options.Timeout == TimeSpan.Zero;
            if (IsFull || _isDue)
                TryHandOver();
            else if (isFirst)
                _timer.Change(_options.Timeout, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    /// <summary>Adds lines that came together, when there is room for them.</summary>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> lines, int points, CancellationToken cancellationToken)
    {
        while (!TryAdd(lines.Span, points))
        {
            if (!await _ready.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
                return;
        }
    }

    /// <summary>Gives the rest to the tasks.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Part last;
        lock (_gate)
        {
            last = _filling;
            _filling = new Part();
        }

        await _handover.FinishAsync(FinishAsync(last)).ConfigureAwait(false);
    }

    private async Task FinishAsync(Part last)
    {
        if (last.Points > 0)
            await _ready.Writer.WriteAsync(last).ConfigureAwait(false);
        _ready.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private bool IsFull => _filling.Points >= _options.Size || _filling.Bytes >= MostBytes;

    private void Due()
    {
        lock (_gate)
        {
            _isDue = true;
            TryHandOver();
        }
    }

    // When there is no room, the writer does it as soon as it has made some.
    private bool TryHandOver()
    {
        if (_filling.Points == 0 || !_ready.Writer.TryWrite(_filling))
            return false;
        _filling = Interlocked.Exchange(ref _spare, null) ?? new Part();
        _isDue = false;
        return true;
    }

    private async Task WriteAsync()
    {
        await foreach (var part in _ready.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            lock (_gate)
            {
                if (IsFull || _isDue)
                    TryHandOver();
            }

            await _handover.GiveAsync(part.Texts, part.Points).ConfigureAwait(false);
            part.Clear();
            _spare = part;
        }
    }

    private sealed class Part
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly List<int> _ends = [];

        public int Points { get; private set; }

        public int Bytes => _bytes.WrittenCount;

        public IReadOnlyList<ReadOnlyMemory<byte>> Texts => [.. _ends.Select((end, i) => _bytes.WrittenMemory[(i == 0 ? 0 : _ends[i - 1])..end])];

        public void Add(ReadOnlySpan<byte> lines, int points)
        {
            _bytes.Write(lines);
            _ends.Add(_bytes.WrittenCount);
            Points += points;
        }

        public void Clear()
        {
            _bytes.ResetWrittenCount();
            _ends.Clear();
            Points = 0;
        }
    }
}

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

    // Tasks that cannot go on, as while nothing can be stored, must not keep a server from stopping.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BufferOptions _options;
    private readonly Precision _precision;
    private readonly InputServices _services;
    private readonly InputCounts _counts;
    private readonly Action<IReadOnlyList<LineError>>? _refused;
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
    /// <param name="refused">Is told of the lines of a part that are refused; null when nobody wants to know.</param>
    public PointBuffer(BufferOptions options, Precision precision, InputServices services, InputCounts counts, Action<IReadOnlyList<LineError>>? refused = null)
    {
        (_options, _precision, _services, _counts, _refused) = (options, precision, services, counts, refused);
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

        try
        {
            await FinishAsync(last).WaitAsync(Patience, _services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _counts.Drop("points that tasks did not take in time were left out when the input closed");
        }
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

            await WriteAsync(part).ConfigureAwait(false);
            part.Clear();
            _spare = part;
        }
    }

    private async Task WriteAsync(Part part)
    {
        try
        {
            var errors = await _services.Take(part.Texts, _options.Database, _options.RetentionPolicy, _precision, CancellationToken.None).ConfigureAwait(false);
            _counts.Written(Math.Max(0, part.Points - errors.Count));
            foreach (var error in errors)
                _counts.Refuse(error.ToString(), isSingle: errors.Count < part.Points);
            if (errors.Count > 0)
                _refused?.Invoke(errors);
        }
        catch (Exception problem)
        {
            // Such as a store that cannot be written: the sender is gone and cannot be asked to come again.
            _counts.Drop($"what {part.Points} points led to may be lost: {problem.Message}");
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

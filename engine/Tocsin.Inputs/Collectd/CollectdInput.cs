using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Collectd;

/// <summary>Takes collectd's datagrams.</summary>
internal sealed class CollectdInput : IInput
{
    private readonly InputCounts _counts;
    private readonly PointBuffer _buffer;
    private readonly Datagrams _datagrams;
    private readonly CollectdPacket _packet;
    private readonly CollectdPoints _points;

    private CollectdInput(CollectdOptions options, TypesDb types, CollectdSecurity security, InputServices services, InputCounts counts)
    {
        _counts = counts;
        _points = new CollectdPoints(types, options.ParseMultivaluePlugin);
        _packet = new CollectdPacket(security, Write, why => counts.Refuse(why));
        _datagrams = Datagrams.Open(options.BindAddress, options.ReadBuffer, Datagrams.MostBytes, services.Time, counts);
        _buffer = new PointBuffer(
            new BufferOptions(options.Database, options.RetentionPolicy, options.BatchSize, options.BatchPending, options.BatchTimeout), Precision.Nanosecond, services, counts);
        _datagrams.Start(Take);
    }

    public string Address => _datagrams.Address;

    /// <exception cref="InputException">The address cannot be listened on, or the files of collectd not read.</exception>
    public static IInput Open(CollectdOptions options, InputServices services, InputCounts counts) =>
        new CollectdInput(options, TypesDb.Load(options.Typesdb), CollectdSecurity.Load(options.SecurityLevel, options.AuthFile), services, counts);

    public async ValueTask DisposeAsync()
    {
        await _datagrams.DisposeAsync().ConfigureAwait(false);
        await _buffer.DisposeAsync().ConfigureAwait(false);
    }

    private void Take(ReadOnlyMemory<byte> datagram)
    {
        _points.Lines.Clear();
        _packet.Read(datagram.Span);
        if (_points.Lines.Lines > 0 && !_buffer.TryAdd(_points.Lines.Written.Span, _points.Lines.Lines))
            _counts.Drop("there is no room for datagrams: tasks cannot keep up. Raise batch-pending, or see which task lags");
    }

    private void Write(CollectdReading reading)
    {
        if (_points.Write(reading) is { } problem)
            _counts.Refuse(problem);
    }
}

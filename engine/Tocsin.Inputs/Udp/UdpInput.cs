using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Udp;

/// <summary>Takes line protocol in datagrams.</summary>
internal sealed class UdpInput : IInput
{
    private readonly PointBuffer _buffer;
    private readonly Datagrams _datagrams;
    private readonly InputCounts _counts;

    /// <exception cref="InputException">The address cannot be listened on.</exception>
    public UdpInput(UdpOptions options, InputServices services, InputCounts counts)
    {
        _counts = counts;
        _datagrams = Datagrams.Open(options.BindAddress, options.ReadBuffer, options.UdpPayloadSize, services.Time, counts);
        var buffer = new BufferOptions(options.Database, options.RetentionPolicy, options.BatchSize, options.Pending, options.BatchTimeout);
        _buffer = new PointBuffer(buffer, Precision.Parse(options.Precision), services, counts);
        _datagrams.Start(Take);
    }

    public string Address => _datagrams.Address;

    public async ValueTask DisposeAsync()
    {
        await _datagrams.DisposeAsync().ConfigureAwait(false);
        await _buffer.DisposeAsync().ConfigureAwait(false);
    }

    private void Take(ReadOnlyMemory<byte> datagram)
    {
        var lines = datagram.Span.TrimEnd("\n\r\0"u8);
        if (!lines.IsEmpty && !_buffer.TryAdd(lines, lines.Count((byte)'\n') + 1))
            _counts.Drop("there is no room for datagrams: tasks cannot keep up. Raise batch-pending, or see which task lags");
    }
}

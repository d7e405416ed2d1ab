using Microsoft.AspNetCore.Connections;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Graphite;

/// <summary>Takes Graphite's plain text over TCP or UDP.</summary>
internal sealed class GraphiteInput : IInput
{
    private readonly GraphiteTemplates _templates;
    private readonly InputServices _services;
    private readonly InputCounts _counts;
    private readonly PointBuffer _buffer;
    private readonly LineProtocolWriter _lines = new();
    private IAsyncDisposable? _listener;

    private GraphiteInput(GraphiteOptions options, InputServices services, InputCounts counts)
    {
        (_services, _counts) = (services, counts);
        _templates = GraphiteTemplates.Read(options.Templates, options.Tags, options.Separator);
        _buffer = new PointBuffer(
            new BufferOptions(options.Database, options.RetentionPolicy, options.BatchSize, options.BatchPending, options.BatchTimeout), Precision.Nanosecond, services, counts);
    }

    public string Address { get; private set; } = "";

    /// <exception cref="InputException">The address cannot be listened on.</exception>
    public static async ValueTask<IInput> OpenAsync(GraphiteOptions options, InputServices services, InputCounts counts)
    {
        var input = new GraphiteInput(options, services, counts);
        try
        {
            await input.ListenAsync(options).ConfigureAwait(false);
            return input;
        }
        catch
        {
            await input.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
            await _listener.DisposeAsync().ConfigureAwait(false);
        await _buffer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ListenAsync(GraphiteOptions options)
    {
        if (options.Protocol == GraphiteProtocol.Udp)
        {
            var datagrams = Datagrams.Open(options.BindAddress, options.UdpReadBuffer, Datagrams.MostBytes, _services.Time, _counts);
            datagrams.Start(TakeDatagram);
            (_listener, Address) = (datagrams, datagrams.Address);
            return;
        }

        var host = await TcpHost.OpenAsync(options.BindAddress, _services, _counts, (connection, _) => ServeAsync(connection)).ConfigureAwait(false);
        (_listener, Address) = (host, host.Address);
    }

    private Task ServeAsync(ConnectionContext connection)
    {
        var lines = new LineProtocolWriter();
        return ConnectionLines.ReadAsync(connection, _services.MostLineBytes, _counts, async line =>
        {
            if (Read(line.Span, lines))
                await _buffer.AddAsync(lines.Written, lines.Lines, connection.ConnectionClosed).ConfigureAwait(false);
            return true;
        });
    }

    private void TakeDatagram(ReadOnlyMemory<byte> datagram)
    {
        foreach (var range in datagram.Span.Split((byte)'\n'))
        {
            if (Read(datagram.Span[range], _lines) && !_buffer.TryAdd(_lines.Written.Span, _lines.Lines))
                _counts.Drop("there is no room for lines: tasks cannot keep up. Raise batch-pending, or see which task lags");
        }
    }

    private bool Read(ReadOnlySpan<byte> line, LineProtocolWriter lines)
    {
        if (line.Trim(" \t\r\0"u8).IsEmpty)
            return false;
        lines.Clear();
        if (GraphiteLine.Write(line, _templates, lines) is not { } problem)
            return lines.Lines > 0;
        _counts.Refuse(problem);
        return false;
    }
}

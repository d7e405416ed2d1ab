using System.Globalization;
using System.Net;
using Tocsin.Influx.Answers;
using Tocsin.Influx.Connections;
using Tocsin.Influx.Flux;
using Tocsin.Influx.Writes;

namespace Tocsin.Influx.Client;

/// <summary>
/// Speaks to an InfluxDB 1.x, or to a later one through its API of version 1. Answers are read while they arrive. Safe for any number of
/// threads.
/// </summary>
public sealed class InfluxClient : IDisposable
{
    private const int MostCells = 1_000_000;

    private readonly InfluxHttp _http;
    private readonly TimeProvider _time;

    /// <param name="connection">Where and how.</param>
    /// <param name="time">The clock of time limits; null for the system's.</param>
    /// <param name="handler">What requests go through; null for sockets of the client's own.</param>
    /// <exception cref="InfluxException">A certificate cannot be used.</exception>
    public InfluxClient(InfluxConnection connection, TimeProvider? time = null, HttpMessageHandler? handler = null)
    {
        _time = time ?? TimeProvider.System;
        _http = new InfluxHttp(connection, _time, handler);
    }

    /// <summary>Asks for a sign of life.</summary>
    /// <exception cref="InfluxException">There is none.</exception>
    public async Task<InfluxPing> PingAsync(CancellationToken cancellationToken = default)
    {
        var begun = _time.GetTimestamp();
        using var reply = await _http.SendAsync(static address => address.NewRequest(HttpMethod.Get, "/ping"), cancellationToken).ConfigureAwait(false);
        await reply.SkipAsync(cancellationToken).ConfigureAwait(false);
        return new InfluxPing(reply.Header("X-Influxdb-Version"), _time.GetElapsedTime(begun))
        {
            Clock = DateTimeOffset.TryParseExact(reply.Header("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var clock) ? clock : null,
        };
    }

    /// <summary>Gives the rows that answer a question to a receiver, while they arrive. Times are nanoseconds since 1970.</summary>
    /// <returns>Bytes of the answer.</returns>
    /// <exception cref="InfluxException">There is no answer, or it is an error; rows before it have been given.</exception>
    public async Task<long> QueryAsync(InfluxQuery query, IInfluxRows rows, CancellationToken cancellationToken = default)
    {
        using var reply = await _http.SendAsync(address => QueryRequest.Make(address, query), cancellationToken).ConfigureAwait(false);
        await AnswerReader.ReadAsync(reply, rows, cancellationToken).ConfigureAwait(false);
        return reply.BytesRead;
    }

    /// <summary>The whole answer to a question that has a small one.</summary>
    /// <exception cref="InfluxException">There is no answer, it is an error, or large.</exception>
    public async Task<IReadOnlyList<InfluxTable>> QueryAsync(InfluxQuery query, CancellationToken cancellationToken = default)
    {
        var rows = new TableRows(MostCells);
        await QueryAsync(query, rows, cancellationToken).ConfigureAwait(false);
        return rows.Tables;
    }

    /// <summary>The same for a question in Flux. Times are texts.</summary>
    /// <returns>Bytes of the answer.</returns>
    /// <exception cref="InfluxException">There is no answer, or it is an error; rows before it have been given.</exception>
    public async Task<long> QueryFluxAsync(FluxQuery query, IInfluxRows rows, CancellationToken cancellationToken = default)
    {
        using var reply = await _http.SendAsync(address => FluxRequest.Make(address, query), cancellationToken).ConfigureAwait(false);
        await new FluxTableReader(rows).ReadAsync(new CsvReader(reply), cancellationToken).ConfigureAwait(false);
        return reply.BytesRead;
    }

    /// <summary>Writes lines of line protocol.</summary>
    /// <exception cref="InfluxException">They are not written, or not all.</exception>
    public async Task WriteAsync(InfluxWrite write, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken = default)
    {
        using var reply = await _http.SendAsync(address => WriteRequest.Make(address, write, lines), cancellationToken).ConfigureAwait(false);
        await reply.SkipAsync(cancellationToken).ConfigureAwait(false);

        // A page of a proxy, or of whoever else listens there, is not a receipt.
        if (reply.Status != HttpStatusCode.NoContent)
            throw new InfluxException(InfluxFailure.Garbled, $"{reply.From} answers a write with {(int)reply.Status}, InfluxDB with 204: something else listens there");
    }

    public void Dispose() => _http.Dispose();
}

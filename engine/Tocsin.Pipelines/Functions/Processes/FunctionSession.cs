using System.Net.Sockets;
using Tocsin.Pipelines.Functions.Processes.Wire;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>
/// A conversation with one instance of a function, from its start to its end. It is ended when it says what the protocol does not know, takes too
/// much memory, or gives no sign of life for its time-out, see <see cref="SignsOfLife"/>: it neither reads nor answers. Safe for any thread.
/// </summary>
internal sealed class FunctionSession : IAsyncDisposable
{
    private const int LooksOfTimeout = 8;
    private static readonly TimeSpan LongestBetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Waited = TimeSpan.FromMilliseconds(100);

    private readonly FunctionChannel _channel;
    private readonly ProcessFunctionOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<Response, int, ValueTask> _takeData;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<Response.MessageOneofCase, TaskCompletionSource<Response>> _asked = [];
    private readonly ITimer _looking;
    private FunctionEndedException? _end;
    private readonly SignsOfLife _signs;
    private long _lastKeepalive;
    private volatile bool _isKeepaliveUnderWay;

    /// <param name="takeData">Takes points and parts of batches with their length in bytes; the function waits while it does not end.</param>
    private FunctionSession(FunctionChannel channel, ProcessFunctionOptions options, TimeProvider time, Func<Response, int, ValueTask> takeData)
    {
        (_channel, _options, _time, _takeData) = (channel, options, time, takeData);
        _signs = new SignsOfLife(time);
        _lastKeepalive = time.GetTimestamp();
        Ended = ReadAsync(new FrameReader(channel, options.MessageBytes));
        var pause = options.Timeout / LooksOfTimeout < LongestBetweenLooks ? options.Timeout / LooksOfTimeout : LongestBetweenLooks;
        _looking = time.CreateTimer(_ => Look(), null, pause, pause);
    }

    /// <summary>True when it was ended as it did not answer in its time.</summary>
    public bool IsHanging { get; private set; }

    /// <summary>Ends with the session; says why.</summary>
    public Task<FunctionEndedException> Ended { get; }

    /// <summary>Starts the program, or connects.</summary>
    /// <param name="log">Takes what the function writes to its standard error, line by line.</param>
    /// <exception cref="FunctionEndedException">It does not start.</exception>
    public static async Task<FunctionSession> OpenAsync(
        ProcessFunctionOptions options, TimeProvider time, Action<string> log, Func<Response, int, ValueTask> takeData, CancellationToken cancellationToken)
    {
        FunctionChannel channel = options.IsProgram
            ? ProcessChannel.Start(options, log)
            : await SocketChannel.ConnectAsync(options, time, cancellationToken).ConfigureAwait(false);
        return new FunctionSession(channel, options, time, takeData);
    }

    /// <summary>Asks something and waits for the answer, at most for the time-out.</summary>
    /// <exception cref="FunctionEndedException">There is none; the function was ended for that, or has ended.</exception>
    public async Task<Response> AskAsync(Request question, Response.MessageOneofCase answer)
    {
        var asked = Expect(answer);
        await SendAsync(RequestWriter.Pack(question)).ConfigureAwait(false);
        try
        {
            return await asked.WaitAsync(_options.Timeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            IsHanging = true;
            End($"it did not answer '{question.MessageCase}' within {_options.Timeout.TotalSeconds} s");
            throw await Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Asks something whose answer may take as long as the function shows signs of life.</summary>
    /// <exception cref="FunctionEndedException">It ended before.</exception>
    public async Task<Response> AskPatientlyAsync(Request question, Response.MessageOneofCase answer)
    {
        var asked = Expect(answer);
        await SendAsync(RequestWriter.Pack(question)).ConfigureAwait(false);
        return await asked.ConfigureAwait(false);
    }

    /// <summary>Sends whole messages; waits while the function does not read. False when it reads no more.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> messages)
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        var begun = _time.GetTimestamp();
        try
        {
            await _channel.WriteAsync(messages).ConfigureAwait(false);

            // What fits into a pipe says nothing; what had to wait for room was made room for.
            if (_time.GetElapsedTime(begun) >= Waited)
                _signs.Seen();
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return false; // It has ended: who reads notices.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Tells the function that nothing more comes: it is to give what it has and end.</summary>
    public void CloseInput() => _channel.CloseInput();

    /// <summary>Ends it at once.</summary>
    public void End(string why) => _channel.End(why);

    public async ValueTask DisposeAsync()
    {
        await _looking.DisposeAsync().ConfigureAwait(false);
        _channel.End("it is not used any more");
        await Ended.ConfigureAwait(false);
        await _channel.DisposeAsync().ConfigureAwait(false);
    }

    private Task<Response> Expect(Response.MessageOneofCase answer)
    {
        lock (_gate)
        {
            if (_end is not null)
                return Task.FromException<Response>(_end);
            var asked = new TaskCompletionSource<Response>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked[answer] = asked;
            return asked.Task;
        }
    }

    private async Task<FunctionEndedException> ReadAsync(FrameReader reader)
    {
        await Task.Yield(); // The fields that follow are set by then.
        try
        {
            while (await reader.ReadAsync().ConfigureAwait(false) is { } message)
                await TakeAsync(message, reader.Length).ConfigureAwait(false);
        }
        catch (FunctionEndedException wrong)
        {
            _channel.End(wrong.Message);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or InvalidOperationException or OperationCanceledException)
        {
            // It was ended, or the connection broke.
        }

        var end = new FunctionEndedException(await _channel.ExplainAsync().ConfigureAwait(false));
        lock (_gate)
        {
            _end = end;
            foreach (var asked in _asked.Values)
                asked.TrySetException(end);
        }

        return end;
    }

    private async ValueTask TakeAsync(Response message, int length)
    {
        switch (message.MessageCase)
        {
            case Response.MessageOneofCase.Point or Response.MessageOneofCase.Begin or Response.MessageOneofCase.End:
                _signs.Sent();
                var taking = _takeData(message, length);
                if (taking.IsCompletedSuccessfully)
                    break;
                _signs.HoldUp();
                await taking.ConfigureAwait(false);
                _signs.LetGo();
                break;
            case Response.MessageOneofCase.Keepalive:
                _isKeepaliveUnderWay = false;
                _signs.Seen();
                break;
            case Response.MessageOneofCase.Error:
                throw new FunctionEndedException($"it reports an error: {message.Error.Error}");
            case Response.MessageOneofCase.None:
                throw new FunctionEndedException("it sent a message without content, or of a sort that the protocol doesn't have");
            default:
                lock (_gate)
                {
                    if (_asked.Remove(message.MessageCase, out var asked))
                        asked.TrySetResult(message);
                }

                break;
        }
    }

    private void Look()
    {
        if (_options.MemoryMb > 0 && _channel.Memory is var memory && memory > _options.MemoryMb * 1024L * 1024)
            _channel.End($"it takes {memory / (1024 * 1024)} MB of memory, more than memory-mb allows, {_options.MemoryMb}");
        if (_time.GetElapsedTime(_lastKeepalive) < _options.Timeout / 2)
            return; // It has that long to answer, however late it was asked: on a busy machine looks are late too.
        if (!_isKeepaliveUnderWay)
        {
            _ = KeepAliveAsync();
        }
        else if (_signs.Silence >= _options.Timeout)
        {
            IsHanging = true;
            _channel.End($"it gave no sign of life for {_options.Timeout.TotalSeconds} s (keepalive timed out)");
        }
    }

    private async Task KeepAliveAsync()
    {
        _isKeepaliveUnderWay = true;
        _lastKeepalive = _time.GetTimestamp();
        _signs.Asked();
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        await SendAsync(RequestWriter.Pack(new Request { Keepalive = new KeepaliveRequest { Time = now } })).ConfigureAwait(false);
    }
}

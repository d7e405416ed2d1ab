using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Isolation;

/// <summary>
/// A process that runs one handler, as the server sees it: takes calls, several at once, and ends them all when it ends. Safe for any thread.
/// </summary>
internal sealed class Child : IAsyncDisposable
{
    private const int LastLines = 5;
    private const int LongestLine = 300;

    /// <summary>A call whose time is over gets this long to come back before the process is ended, and what it wrote at its end to arrive.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Action<string> _log;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<Delivery>> _calls = new();
    private readonly TaskCompletionSource<WireMade> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastLines = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _reading;
    private readonly Task _listening;
    private ChildEndedException? _end;
    private string? _whyEnded;
    private long _number;

    private Child(Process process, Action<string> log, TimeProvider time)
    {
        _process = process;
        _log = log;
        _time = time;
        _listening = ListenAsync();
        _reading = ReadAsync();
        _ = WatchAsync();
    }

    /// <summary>What is wrong with the handler while it goes on; empty when nothing is.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>True once it has ended, or is about to.</summary>
    public bool HasEnded => Volatile.Read(ref _whyEnded) is not null || Volatile.Read(ref _end) is not null;

    /// <summary>Starts the process and has it make the handler.</summary>
    /// <exception cref="ChildEndedException">It ended at that.</exception>
    /// <exception cref="InvalidOperationException">The handler cannot be made; the reason says why.</exception>
    public static async Task<Child> StartAsync(
        ChildProgram program, IsolatedSpec spec, int memoryMb, Action<string> log, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program.File, program.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (memoryMb > 0)
            start.Environment["DOTNET_GCHeapHardLimit"] = (memoryMb * 1024L * 1024).ToString("x", CultureInfo.InvariantCulture);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program.File} does not start");
        var child = new Child(process, log, time);
        try
        {
            await child.SendAsync(new ToChild { Make = spec }).ConfigureAwait(false);
            var made = await child._made.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return made.Error is null ? child : throw new InvalidOperationException(made.Error);
        }
        catch
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has an event delivered. A call that does not heed its cancellation costs the process.</summary>
    /// <exception cref="ChildEndedException">It ended meanwhile.</exception>
    public async Task<Delivery> CallAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _number);
        var answer = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[number] = answer;
        if (Volatile.Read(ref _end) is { } end)
            answer.TrySetException(end);
        try
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            EventCodec.Write(bytes, alert);
            await SendAsync(new ToChild { Call = new WireCall(number, bytes.WrittenSpan.ToArray(), alert.IdempotencyKey) }).ConfigureAwait(false);
            var cancellation = cancellationToken.Register(() => _ = CancelAsync(number, answer.Task));
            await using (cancellation.ConfigureAwait(false))
                return await answer.Task.ConfigureAwait(false);
        }
        finally
        {
            _calls.TryRemove(number, out _);
        }
    }

    /// <summary>Ends the process at once; calls under way learn why.</summary>
    public void End(string why)
    {
        Interlocked.CompareExchange(ref _whyEnded, why, null);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        End("the handler is not used any more");
        await Task.WhenAll(_reading, _listening).ConfigureAwait(false);
        await _process.StandardInput.BaseStream.DisposeAsync().ConfigureAwait(false);
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    // A process that the handler started may go on, and holds the pipes open.
    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _over.CancelAfter(Grace);
    }

    private async Task CancelAsync(long number, Task answer)
    {
        await SendAsync(new ToChild { Cancel = number }).ConfigureAwait(false);
        try
        {
            await answer.WaitAsync(Grace, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            End("a call did not end within its time");
        }
        catch (Exception e) when (e is ChildEndedException or OperationCanceledException)
        {
            // Over, in another way.
        }
    }

    private async Task SendAsync(ToChild message)
    {
        var packed = Wire.Pack(message);
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            var input = _process.StandardInput.BaseStream;
            await input.WriteAsync(packed, _over.Token).ConfigureAwait(false);
            await input.FlushAsync(_over.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // It has ended: who reads notices, and tells the calls.
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await Wire.ReadAsync<FromChild>(_process.StandardOutput.BaseStream, _over.Token).ConfigureAwait(false) is { } message)
                Take(message);
        }
        catch (OperationCanceledException)
        {
            // It has ended, and others hold its output open.
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            End($"{e.Message}: code of the handler writes to the standard output");
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        var why = _whyEnded;
        var end = new ChildEndedException(why is null ? HowItEnded() : $"its process was ended: {why}", isOwn: why is null);
        Volatile.Write(ref _end, end);
        _made.TrySetException(end);
        foreach (var call in _calls.Values)
            call.TrySetException(end);
    }

    private void Take(FromChild message)
    {
        if (message.Made is { } made)
            _made.TrySetResult(made);
        if (message.Delivery is { } delivery && _calls.TryGetValue(delivery.Number, out var call))
            call.TrySetResult(delivery.Read());
        if (message.Log is { } line)
            _log(line);
        if (message.Problem is { } problem)
            Problem = problem;
    }

    // What .NET says of the end comes first, such as "Stack overflow."; what scripts say goes the same way.
    private async Task ListenAsync()
    {
        try
        {
            while (await _process.StandardError.ReadLineAsync(_over.Token).ConfigureAwait(false) is { } line)
            {
                if (line.Length == 0 || _lastLines.Count == LastLines)
                    continue;
                _lastLines.Enqueue(line.Length > LongestLine ? line[..LongestLine] + "…" : line);
            }
        }
        catch (OperationCanceledException)
        {
            // It has ended, and others hold it open.
        }
    }

    private string HowItEnded()
    {
        var said = _lastLines.FirstOrDefault(line => line.StartsWith("Unhandled exception", StringComparison.Ordinal) || line.StartsWith("Stack overflow", StringComparison.Ordinal)
            || line.StartsWith("Out of memory", StringComparison.Ordinal) || line.StartsWith("Process terminated", StringComparison.Ordinal));
        return $"its process ended with exit code {_process.ExitCode}" + (said is null ? "" : $": {said}");
    }
}

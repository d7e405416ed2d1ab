using System.ComponentModel;
using System.Diagnostics;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Exec;

/// <summary>Runs a program for each event, which gets the event as JSON on its input. One at a time; exit code 0 is success.</summary>
[AlertHandler("exec")]
internal sealed class ExecHandler(ExecOptions options) : IAlertHandler, IDisposable
{
    private const int ShownOutput = 2000;

    /// <summary>A child of the program may go on without it and hold its output open: what the program itself wrote is there at once.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _oneProgram = new(1, 1);

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var line = AlertJson.WriteLine(alert);
        await _oneProgram.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var process = new Process { StartInfo = StartInfo() };
            process.Start();
            return await RunAsync(process, line, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            return Delivery.Retry($"exec command failed: {options.Prog} could not be started: {e.Message}");
        }
        finally
        {
            _oneProgram.Release();
        }
    }

    public void Dispose() => _oneProgram.Dispose();

    private async ValueTask<Delivery> RunAsync(Process process, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        try
        {
            // Read while writing: a program that fills its output before it has read its input must not stand still.
            await using var input = process.StandardInput.BaseStream.ConfigureAwait(false);
            using var output = process.StandardOutput;
            using var errors = process.StandardError;
            var (saidOutput, saidErrors) = (new LimitedOutput(ShownOutput), new LimitedOutput(ShownOutput));
            var reading = Task.WhenAll(saidOutput.ReadAsync(output), saidErrors.ReadAsync(errors));
            var exit = process.WaitForExitAsync(cancellationToken);
            await Task.WhenAny(WriteInputAsync(process.StandardInput.BaseStream, line, cancellationToken), exit).ConfigureAwait(false);
            await exit.ConfigureAwait(false);
            if (process.ExitCode == 0)
                return Delivery.Done;

            await Task.WhenAny(reading, Task.Delay(Grace, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
            var said = $"{saidOutput}{saidErrors}";
            var shown = said.Length <= ShownOutput ? said : said[..ShownOutput] + "…";
            return Delivery.Retry($"exec command failed: {options.Prog}: exit status {process.ExitCode}, output={shown}") with { Reply = shown };
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }
    }

    private static async Task WriteInputAsync(Stream input, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            await input.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The program ended without reading: its exit code tells whether that is well.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(options.Prog)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in options.Args)
            start.ArgumentList.Add(argument);
        return start;
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>A process that was started for one use of a function. It is told what to do on its standard input; its standard error is a log.</summary>
internal sealed class ProcessChannel : FunctionChannel
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly StandardErrorLines _lines;

    private ProcessChannel(Process process, Action<string> log)
    {
        _process = process;
        _lines = new StandardErrorLines(process.StandardError, log);
    }

    public override Stream Input => _process.StandardInput.BaseStream;

    public override Stream Output => _process.StandardOutput.BaseStream;

    public override long Memory
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.HasExited ? 0 : _process.WorkingSet64;
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                return 0; // It ended just now.
            }
        }
    }

    /// <param name="log">Takes what it writes to its standard error, line by line.</param>
    /// <exception cref="FunctionEndedException">There is no such program, or it may not be run.</exception>
    public static ProcessChannel Start(ProcessFunctionOptions options, Action<string> log)
    {
        var start = new ProcessStartInfo(options.Prog, options.Args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in options.Env)
            start.Environment[name] = value;
        try
        {
            return new ProcessChannel(Process.Start(start) ?? throw new Win32Exception("it does not start"), log);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            throw new FunctionEndedException($"the program {options.Prog} cannot be started: {e.Message}");
        }
    }

    public override void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Kill();
        await ObserveEndAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    protected override async Task<(string How, IReadOnlyList<string> LastLines)> ObserveEndAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Grace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Kill(); // It closed its output and goes on otherwise.
            return ("it closed its standard output without ending", _lines.Last);
        }

        await _lines.WhenReadAsync(Grace).ConfigureAwait(false);
        return ($"its process ended with exit code {_process.ExitCode}", _lines.Last);
    }

    protected override void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already.
        }
    }
}

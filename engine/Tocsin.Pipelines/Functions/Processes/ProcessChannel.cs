using System.ComponentModel;
using System.Diagnostics;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>A process that was started for one use of a function. It is told what to do on its standard input; its standard error is a log.</summary>
internal sealed class ProcessChannel : FunctionChannel
{
    private readonly Process _process;
    private readonly Task _gone;
    private readonly StandardErrorLines _lines;
    private bool _isHeldOpen;

    private ProcessChannel(Process process, Action<string> log)
    {
        _process = process;
        _gone = process.WaitForExitAsync();
        _lines = new StandardErrorLines(process.StandardError, log);
    }

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

    protected override Stream Input => _process.StandardInput.BaseStream;

    protected override Stream Output => _process.StandardOutput.BaseStream;

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

    /// <summary>A child of the process may go on without it and hold its output open: what the process itself wrote is there at once.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        var read = Output.ReadAsync(buffer, Over);
        if (read.IsCompleted)
            return await read.ConfigureAwait(false);
        var reading = read.AsTask();
        await Task.WhenAny(reading, _gone).ConfigureAwait(false);
        try
        {
            return await reading.WaitAsync(Grace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _isHeldOpen = true;
            return 0;
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
        await Task.WhenAny(_gone, Task.Delay(Grace, TimeProvider.System)).ConfigureAwait(false);
        CloseInput();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    protected override async Task<(string How, IReadOnlyList<string> LastLines)> ObserveEndAsync()
    {
        if (await Task.WhenAny(_gone, Task.Delay(Grace, TimeProvider.System)).ConfigureAwait(false) != _gone)
        {
            Kill(); // It closed its output and goes on otherwise.
            return ("it closed its standard output without ending", _lines.Last);
        }

        await _lines.WhenReadAsync(Grace).ConfigureAwait(false);
        var held = _isHeldOpen ? ", a child of it goes on and holds its output open" : "";
        return ($"its process ended with exit code {_process.ExitCode}{held}", _lines.Last);
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

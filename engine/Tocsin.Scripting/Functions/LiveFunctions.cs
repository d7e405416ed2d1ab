using Microsoft.Extensions.Logging;
using Tocsin.Engine.Plugins;

namespace Tocsin.Scripting.Functions;

/// <summary>Keeps functions in force as the files of a folder say.</summary>
/// <param name="extensions">What changes with the files; this has yet to be added to it.</param>
internal sealed partial class LiveFunctions(ExtensionRegistry extensions, FunctionFolder folder, ILogger log) : IExtensionWatch
{
    private readonly SemaphoreSlim _changing = new(1);

    /// <inheritdoc/>
    public Extensions AddTo(Extensions current) => current.WithFunctions([], folder.Functions, folder.Errors);

    /// <inheritdoc/>
    public void Watch() => folder.Watch(line => Log.Leftover(log, line), change => _ = ChangeAsync(change));

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        folder.Dispose();
        await _changing.WaitAsync().ConfigureAwait(false);
        _changing.Release();
    }

    public void Dispose() => folder.Dispose();

    private async Task ChangeAsync(FunctionChange change)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            await extensions.ChangeAsync(Take).ConfigureAwait(false);
            if (change.Gone.Count + change.Made.Count > 0)
                Log.Changed(log, string.Join(", ", change.Made.Concat(change.Gone).Select(function => function.ScriptForm).Distinct()));
        }
        catch (Exception problem)
        {
            // Nobody waits for this change: what it does not tell is lost.
            Log.Failed(log, folder.Folder, problem);
        }
        finally
        {
            _changing.Release();
        }

        Extensions Take(Extensions current)
        {
            var now = current.WithFunctions(change.Gone, change.Made, change.Errors);
            foreach (var error in now.FunctionErrors)
                Log.Broken(log, error);
            return now;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "functions cannot be used, versions before stay in force: {Error}")]
        public static partial void Broken(ILogger logger, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "functions have changed, tasks that use them were restarted functions={Functions}")]
        public static partial void Changed(ILogger logger, string functions);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{What}")]
        public static partial void Leftover(ILogger logger, string what);

        [LoggerMessage(Level = LogLevel.Error, Message = "changed functions cannot be put in force folder={Folder}")]
        public static partial void Failed(ILogger logger, string folder, Exception problem);
    }
}

using Microsoft.Extensions.Logging;
using Tocsin.Engine.Hosting;

namespace Tocsin.Scripting.Functions;

/// <summary>Keeps the functions of an engine as the files of a folder say, until it is disposed.</summary>
public sealed partial class LiveFunctions : IAsyncDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private readonly AlertEngine _engine;
    private readonly FunctionFolder _folder;
    private readonly ILogger _log;

    /// <param name="engine">Made with the functions of the folder as they are.</param>
    public LiveFunctions(AlertEngine engine, FunctionFolder folder, ILogger log)
    {
        _engine = engine;
        _folder = folder;
        _log = log;
        engine.Functions.Problems = folder.Errors;
        folder.Watch(line => Log.Leftover(_log, line), change => _ = ChangeAsync(change));
    }

    /// <summary>Ends when a change under way is through.</summary>
    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _changing.WaitAsync().ConfigureAwait(false);
        _changing.Release();
    }

    private async Task ChangeAsync(FunctionChange change)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            _engine.Functions.Problems = change.Errors;
            foreach (var error in change.Errors)
                Log.Broken(_log, error);
            if (change.Gone.Count + change.Made.Count == 0)
                return;
            foreach (var error in await _engine.ChangeFunctionsAsync(change.Gone, change.Made).ConfigureAwait(false))
                Log.Broken(_log, error);
            Log.Changed(_log, string.Join(", ", change.Made.Concat(change.Gone).Select(function => function.ScriptForm).Distinct()));
        }
        catch (Exception problem)
        {
            // Nobody waits for this change: what it does not tell is lost.
            Log.Failed(_log, _folder.Folder, problem);
        }
        finally
        {
            _changing.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "functions cannot be used, versions before stay in force: {Error}")]
        public static partial void Broken(ILogger logger, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "functions have changed, tasks that use them were restarted functions=\"{Functions}\"")]
        public static partial void Changed(ILogger logger, string functions);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{What}")]
        public static partial void Leftover(ILogger logger, string what);

        [LoggerMessage(Level = LogLevel.Error, Message = "changed functions cannot be put in force folder={Folder}")]
        public static partial void Failed(ILogger logger, string folder, Exception problem);
    }
}

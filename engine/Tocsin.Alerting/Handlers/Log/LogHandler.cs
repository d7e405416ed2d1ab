using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Log;

/// <summary>Appends each event as one line of JSON to a file. The file is opened for each event, so that it can be rotated away.</summary>
[AlertHandler("log")]
internal sealed class LogHandler : IAlertHandler, IDisposable
{
    private readonly string _path;
    private readonly FileStreamOptions _open;
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    public LogHandler(LogOptions options)
    {
        _path = Path.GetFullPath(options.Path);
        _open = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            _open.UnixCreateMode = (UnixFileMode)options.Mode;
    }

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var line = AlertJson.WriteLine(alert);

        // Events of different ids come at once; each must stay one line.
        await _oneWriter.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var file = new FileStream(_path, _open);
            await file.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            return Delivery.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Delivery.Retry($"failed to open or write the alert log {_path}: {e.Message}");
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    public void Dispose() => _oneWriter.Dispose();
}

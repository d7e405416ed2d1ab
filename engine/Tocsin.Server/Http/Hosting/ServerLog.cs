namespace Tocsin.Server.Http.Hosting;

internal static partial class ServerLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "request failed method={Method} uri={Uri}")]
    public static partial void RequestFailed(ILogger logger, string method, string uri, Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "request was not stored, its sender is asked to send it again method={Method} uri={Uri} unlogged={Unlogged} err={Why}")]
    public static partial void NotStored(ILogger logger, string method, string uri, long unlogged, string why);
}

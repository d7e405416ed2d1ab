namespace Tocsin.Server.Http;

internal static partial class ServerLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "request failed method={Method} uri={Uri}")]
    public static partial void RequestFailed(ILogger logger, string method, string uri, Exception problem);
}

using Microsoft.Extensions.Logging;

namespace Tocsin.Alerting.Storage;

internal static partial class StoreLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "state cannot be committed, trying again in {Seconds} s changes={Changes} err={Why}")]
    public static partial void CannotCommit(ILogger logger, double seconds, int changes, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "a change of state could not be written and is left out")]
    public static partial void Refused(ILogger logger, Exception problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "a change of state is committed, but what follows from it failed")]
    public static partial void AfterCommit(ILogger logger, Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the write-ahead log of the state file could not be emptied, the next try is soon err={Why}")]
    public static partial void Checkpoint(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the state file was not checked for damage from {Table} on: {Seconds} s were over, see storage.check")]
    public static partial void NotChecked(ILogger logger, string table, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "the state file is damaged: what can be read of it is being saved, then the server starts path={Path} damage={Damage}")]
    public static partial void Salvaging(ILogger logger, string path, string damage);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Report}")]
    public static partial void Salvaged(ILogger logger, string report);

    [LoggerMessage(Level = LogLevel.Error, Message = "a row of the state file makes no sense and is left out: {Problem}")]
    public static partial void Skipped(ILogger logger, string problem);
}

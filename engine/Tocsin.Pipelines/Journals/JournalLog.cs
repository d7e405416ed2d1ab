using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Journals;

internal static partial class JournalLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "the journal goes on after the write {Position} file={File}")]
    public static partial void Opened(ILogger logger, long position, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the end of the journal is not whole, as the server ended while it wrote: it is cut off, its writer was not answered file={File} bytes={Bytes} err={Why}")]
    public static partial void CutOff(ILogger logger, string file, long bytes, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "a file of the journal cannot be read: it is set aside, and tasks go on from before it file={File} err={Why} aside={Aside}")]
    public static partial void SetAside(ILogger logger, string file, string why, string aside);

    [LoggerMessage(Level = LogLevel.Error, Message = "what follows in a file of the journal cannot be read, and is left out file={File} err={Why}")]
    public static partial void Damaged(ILogger logger, string file, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "writes are missing in the journal: what is behind them is not given to tasks that begin before them last={Last} next={Next}")]
    public static partial void Gap(ILogger logger, long last, long next);

    [LoggerMessage(Level = LogLevel.Error, Message = "the journal cannot keep what is written: {Consequence} err={Why}")]
    public static partial void Full(ILogger logger, string consequence, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "the journal keeps what is written again")]
    public static partial void KeepsAgain(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a file of the journal cannot be removed file={File} err={Why}")]
    public static partial void NotRemoved(ILogger logger, string file, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the journal is as large as journal.size-bytes lets it be: what tasks would need for their next start goes needed={Needed} first={First}")]
    public static partial void TooLarge(ILogger logger, long needed, long first);
}

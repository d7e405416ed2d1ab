using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Recordings;

/// <summary>What is logged of recordings and replays.</summary>
internal static partial class RecordingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "a file among the recordings is left alone, as its name is not an id: letters, numbers, '-', '.' and '_' file={File}")]
    public static partial void NoId(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a file among the recordings is left alone, as there is another recording of its id file={File}")]
    public static partial void Twice(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Information, Message = "recording taken in recording={Recording} bytes={Bytes}")]
    public static partial void Found(ILogger logger, string recording, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "recording ended recording={Recording} status={Status} bytes={Bytes} error={Error}")]
    public static partial void Recorded(ILogger logger, string recording, string status, long bytes, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "replay ended replay={Replay} task={Task} status={Status} error={Error}")]
    public static partial void Replayed(ILogger logger, string replay, string task, string status, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "the folder of recordings cannot be read: {Problem} folder={Folder}")]
    public static partial void NoFolder(ILogger logger, string folder, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "the end of a recording or replay cannot be stored: {Problem} id={Id}")]
    public static partial void NotStored(ILogger logger, string id, string problem);
}

using Microsoft.Extensions.Logging;

namespace Tocsin.Engine.Plugins;

internal static partial class PluginLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "plugin loaded plugin={Plugin} assembly={Assembly} brings={Brings}")]
    public static partial void Loaded(ILogger logger, string plugin, string assembly, string brings);

    [LoggerMessage(Level = LogLevel.Error, Message = "plugin {Problem} plugin={Plugin} folder={Folder}")]
    public static partial void Broken(ILogger logger, string plugin, string folder, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "plugin removed, deliveries of its handlers wait for it plugin={Plugin} assembly={Assembly}")]
    public static partial void Removed(ILogger logger, string plugin, string assembly);

    [LoggerMessage(Level = LogLevel.Information, Message = "plugin unloaded plugin={Plugin} assembly={Assembly}")]
    public static partial void Unloaded(ILogger logger, string plugin, string assembly);

    [LoggerMessage(Level = LogLevel.Error, Message = "the folder of plugins cannot be read, those loaded stay folder={Folder} err={Why}")]
    public static partial void CannotScan(ILogger logger, string folder, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Open(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "change of plugins failed folder={Folder}")]
    public static partial void ChangeFailed(ILogger logger, string folder, Exception problem);
}

namespace Tocsin.Engine.Hosting;

/// <summary>How the lines of the log are written.</summary>
public enum LogFormat
{
    /// <summary>For people: <c>ts=… lvl=info msg="task started" task=cpu</c>.</summary>
    Text,

    /// <summary>For programs: an object of JSON a line.</summary>
    Json,
}

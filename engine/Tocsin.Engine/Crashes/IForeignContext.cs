namespace Tocsin.Engine.Crashes;

/// <summary>A load context of foreign code; its name is that of the <see cref="ForeignCode"/>.</summary>
public interface IForeignContext
{
    /// <summary>The version of the code.</summary>
    string Version { get; }
}

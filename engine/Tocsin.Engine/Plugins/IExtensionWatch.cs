namespace Tocsin.Engine.Plugins;

/// <summary>Keeps extensions in force as some files say, such as a folder of plugins.</summary>
public interface IExtensionWatch : IDisposable
{
    /// <summary>Some extensions, and what the files bring. Called once, before <see cref="Watch"/>.</summary>
    Extensions AddTo(Extensions extensions);

    /// <summary>Begins to look after the files.</summary>
    void Watch();

    /// <summary>Ends when a change under way is through; no other begins, and what is in force stays.</summary>
    Task StopAsync();
}

namespace Tocsin.Plugins.Postman;

/// <summary>What is one alert.</summary>
internal enum AlertScope
{
    /// <summary>The whole run.</summary>
    Run,

    /// <summary>Each request of a collection.</summary>
    Item,
}

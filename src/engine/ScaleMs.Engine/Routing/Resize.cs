namespace Akka.Routing;

/// <summary>Makes a pool ask its resizer.</summary>
public class Resize : RouterManagementMessage;

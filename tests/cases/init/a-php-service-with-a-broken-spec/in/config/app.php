<?php

return ['name' => 'ticketing', 'debug' => false];
